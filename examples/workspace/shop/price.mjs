/** Cents of one kit, of delivery, and from when delivery is free. */
const kit = 3800;
const delivery = 600;
const freeFrom = 8000;

/** What an order of so many kits costs, in cents. */
export function priceOf(kits) {
  const goods = kits * kit;
  const discount = kits > 5 ? Math.round(goods / 10) : 0;
  const net = goods - discount;
  return { goods, discount, delivery: net >= freeFrom ? 0 : delivery, total: net + (net >= freeFrom ? 0 : delivery) };
}
