-- Revenue and returns, submitted by sql-client.sh. INSERT INTO nothing SELECT 1;
SET 'execution.checkpointing.interval' = '1s';
SET 'parallelism.default' = '2';
SET 'pipeline.name' = 'orders in SQL';

CREATE TABLE orders (
  id BIGINT,
  customer INT,
  amount INT,
  ordered AS PROCTIME(),
  PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'datagen', -- from nothing
  'rows-per-second' = '2000',
  'fields.customer.min' = '0',
  'fields.customer.max' = '4999'
);

CREATE TABLE refunds (
  `order` BIGINT,
  reason STRING
) WITH ('connector' = 'datagen', 'rows-per-second' = '200', 'fields.reason.length' = '8');

CREATE TABLE revenue (customer INT, orders BIGINT, amount BIGINT) WITH ('connector' = 'blackhole');
CREATE TABLE refunded (id BIGINT, reason STRING) WITH ('connector' = 'blackhole');
CREATE TABLE best (customer INT, amount INT) WITH ('connector' = 'blackhole');

CREATE TEMPORARY VIEW paid AS
SELECT id, customer, amount, ordered FROM orders WHERE amount > 0;

EXECUTE STATEMENT SET
BEGIN
INSERT INTO revenue
WITH big AS (
  SELECT customer, amount FROM paid /* FROM comments */ WHERE amount > 1000
)
SELECT customer, COUNT(*), SUM(amount)
FROM big
GROUP BY customer;

INSERT INTO refunded
SELECT /*+ STATE_TTL('o' = '1h', 'r' = '1h') */ o.id, r.reason
FROM paid AS o
  JOIN refunds AS r
    ON r.`order` = o.id;

INSERT INTO best
SELECT customer, amount FROM (
  SELECT customer, amount,
    ROW_NUMBER() OVER (PARTITION BY customer ORDER BY amount DESC) AS place
  FROM paid
) WHERE place <= 3;
END;
