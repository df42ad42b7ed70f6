-- Order numbers such as the brand's shop prints: examples, from which their shape is read.
ALTER TABLE brand ADD COLUMN order_examples text[] NOT NULL DEFAULT '{}';
