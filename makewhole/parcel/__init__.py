"""Parcel nouns: waybill numbers, the consignment they name, its journey and its outlook."""
