import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Link, Route, Switch } from 'wouter';
import { client, ProblemError } from './client.ts';
import { Approvals } from './pages/approvals.tsx';
import { Execution } from './pages/execution.tsx';
import { Executions } from './pages/executions.tsx';
import { SignIn } from './pages/sign-in.tsx';
import { Start } from './pages/start.tsx';
import { applyPreferences } from './shell/preference.ts';
import { Shell } from './shell/shell.tsx';
import './style.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && !(error instanceof ProblemError && error.status < 500),
      staleTime: 1_000,
    },
  },
});

function App() {
  const cache = useQueryClient();
  const who = useQuery({ queryKey: ['who'], queryFn: client.who });
  if (who.isPending) return null;
  if (who.data === undefined) return <SignIn onDone={(someone) => cache.setQueryData(['who'], someone)} />;
  return (
    <Shell who={who.data}>
      <Switch>
        <Route path="/" component={Executions} />
        <Route path="/start" component={Start} />
        <Route path="/approvals" component={Approvals} />
        <Route path="/executions/:id">{({ id }) => <Execution key={id} id={decodeURIComponent(id)} />}</Route>
        <Route>
          <main>
            <h1>Nothing is here</h1>
            <Link href="/">All executions</Link>
          </main>
        </Route>
      </Switch>
    </Shell>
  );
}

applyPreferences();
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
