import type { Violation } from '../simulate/effect-checks.ts';
import type { PaymentService } from './payment-service.ts';
import type { Scenario } from './scenarios.ts';

/** What was paid by an execution that has ended: nothing twice, nothing lost, everything under one key, undone in order. */
export function checkPayments(
  id: string,
  { effects, cancelAfter }: Scenario,
  service: PaymentService,
): readonly Violation[] {
  const wrong = Object.entries(effects).flatMap(([label, rule]) => {
    const name = `${id}/${label}`;
    const keys = new Set(service.askedFor(name).map(({ key }) => key));
    const paid = service.paid(name);
    return [
      ...(paid === 0 ? [`I2 ${name} was never paid`] : []),
      ...(rule === 'once' && paid > 1 ? [`I2 ${name} was paid ${paid} times`] : []),
      ...(paid > 0 && (keys.size !== 1 || keys.has('')) ? [`I2 ${name} was paid under ${keys.size} keys`] : []),
    ];
  });
  const others = service.namesOf(id).filter((label) => !(label in effects));
  const isUndone = cancelAfter === undefined || isBefore(service.namesOf(id), 'refund', 'release');
  return [
    ...wrong,
    ...others.map((label) => `I2 ${id}/${label} was paid, which nobody asked for`),
    ...(isUndone ? [] : [`I9 ${id} was not undone in reverse order`]),
  ];
}

function isBefore(labels: readonly string[], first: string, second: string): boolean {
  return labels.indexOf(first) < labels.indexOf(second);
}
