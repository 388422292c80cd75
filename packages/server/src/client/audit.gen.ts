// Written by `npm run client` out of the descriptions of the routes: change those.

/**
 * Routes, with what each takes and what it answers.
 */
export interface AuditRoutes {
  /**
   * Who did what, newest first: everything that was to change something, refusals too; `next` goes into `before`
   */
  'GET /api/audit': {
    query?: {
      user?: string;
      action?: string;
      target?: string;
      result?: 'done' | 'refused' | 'failed';
      since?: number | null;
      until?: number | null;
      before?: number | null;
      limit?: number;
    };
    answer: {
      entries: {
        user: string;
        role: string;
        key: string;
        action: string;
        target: string | null;
        result: 'done' | 'refused' | 'failed';
        status: number;
        reason?: string;
        others?: number;
        seq: number;
        at: number;
        what: string;
      }[];
      next: number | null;
    };
  };
}
