// Written by `npm run client` out of the descriptions of the routes: change those.
import type { LimitView } from './named-shapes.gen.ts';

/**
 * Routes, with what each takes and what it answers.
 */
export interface LimitsRoutes {
  /**
   * Hosts, functions and providers with limits, and what calls to them wait for
   */
  'GET /api/limits': {
    answer: {
      limits: LimitView[];
    };
  };
  /**
   * Let calls be made again at once, whatever silence was asked for and however many failed
   */
  'POST /api/limits/free': {
    body: {
      resource: string;
    };
    answer: {
      freed: number;
    };
  };
}
