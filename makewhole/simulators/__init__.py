"""Outside parties played on loopback: stateful, with faults to switch on, and a clock that can be turned."""
