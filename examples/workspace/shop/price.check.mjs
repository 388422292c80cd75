import assert from 'node:assert/strict';
import { test } from 'node:test';
import { priceOf } from './price.mjs';

test('one kit pays for its delivery', () => {
  assert.equal(priceOf(1).total, 4400);
});

test('three kits are delivered free', () => {
  assert.equal(priceOf(3).total, 11_400);
});

test('five kits are ten per cent cheaper', () => {
  assert.equal(priceOf(5).total, 17_100);
});
