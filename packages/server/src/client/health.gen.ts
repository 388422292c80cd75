// Written by `npm run client` out of the descriptions of the routes: change those.
import type { SystemMetrics } from './named-shapes.gen.ts';

/**
 * Routes, with what each takes and what it answers.
 */
export interface HealthRoutes {
  /**
   * Figures of the whole process in the text format of Prometheus
   */
  'GET /metrics': {
    answer: string;
  };
  /**
   * The process answers
   */
  'GET /api/health/live': {
    answer: {
      status: 'live';
    };
  };
  /**
   * The journal takes a write; 503 when it does not
   */
  'GET /api/health/ready': {
    answer: {
      status: 'ready';
    };
  };
  /**
   * Totals, health with its signs, bottlenecks and recommendations, as `getSystemMetrics` gives them
   */
  'GET /api/system/metrics': {
    answer: SystemMetrics;
  };
}
