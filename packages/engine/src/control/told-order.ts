import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';

/** What somebody asked over the control socket that was to change something, and how it was answered. */
export interface ControlOrder {
  /** `POST /api/orchestrate/{id}/pause` */
  readonly action: string;
  /** What it was done to, or what was made; null where nothing is named. */
  readonly target: string | null;
  readonly status: number;
  /** Why it was not done. */
  readonly reason?: string;
}

/** Hears of orders before they are answered. */
export type OrderListener = (order: ControlOrder) => Promise<void>;

/**
 * Tells of each order that a route of the engine's own protocol answered; what others answer they tell of themselves. An
 * order has the name that it has over HTTP, so that who reads of it need not know by which door it came.
 */
export function tellingOrders(told: OrderListener): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const route = routePath(context, -1);
    if (context.req.method !== 'GET' && route.startsWith('/engine/')) await told(await orderIn(context, route));
  };
}

async function orderIn(context: Context, route: string): Promise<ControlOrder> {
  const { error, res, req } = context;
  const given = req.path.split('/');
  const parts = route.split('/').map((part, index) => ({ part, given: decodeURIComponent(given[index] ?? '') }));
  const named = parts.filter(({ part }) => part.startsWith(':') && part !== ':command');
  const words = parts.map(({ part, given: word }) => (part === ':command' ? word : part.replace(/^:(\w+)$/, '{$1}')));
  const action = words.join('/').replace(/^\/engine\//, '/api/');
  const made = res.status === 201 ? nameIn(await res.clone().json()) : null;
  return {
    action: `${req.method} ${action}`,
    target: made ?? (named.length === 0 ? null : named.map((one) => one.given).join('/')),
    status: res.status,
    ...(error !== undefined && { reason: error.message }),
  };
}

function nameIn(made: unknown): string | null {
  const { id, name }: { readonly id?: unknown; readonly name?: unknown } = Object(made);
  const called = id ?? name;
  return typeof called === 'string' ? called : null;
}
