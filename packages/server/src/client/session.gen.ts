// Written by `npm run client` out of the descriptions of the routes: change those.

/**
 * Routes, with what each takes and what it answers.
 */
export interface SessionRoutes {
  /**
   * Sign in with a key; the answer sets a cookie that scripts cannot read
   */
  'POST /api/session': {
    body: {
      token: string;
    };
    answer: {
      tenant: string;
      user: string;
      role: string;
      may: string[];
    };
  };
  /**
   * Who asks
   */
  'GET /api/session': {
    answer: {
      tenant: string;
      user: string;
      role: string;
      may: string[];
    };
  };
  /**
   * Sign out
   */
  'DELETE /api/session': {
    answer: null;
  };
}
