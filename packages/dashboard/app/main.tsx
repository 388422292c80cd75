// First, so that what pages say of themselves comes after it.
import './style.css';
import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Link, Route, Switch, useLocation } from 'wouter';
import { client } from './client.ts';
import { AgentPage } from './pages/agent.tsx';
import { Agents } from './pages/agents.tsx';
import { Approvals } from './pages/approvals.tsx';
import { Costs } from './pages/costs.tsx';
import { Compare } from './pages/compare/compare.tsx';
import { Execution } from './pages/execution/execution.tsx';
import { Executions } from './pages/executions.tsx';
import { Health } from './pages/health.tsx';
import { SchedulePage } from './pages/schedule.tsx';
import { Schedules } from './pages/schedules.tsx';
import { Settings } from './pages/settings.tsx';
import { SignIn } from './pages/sign-in.tsx';
import { Start } from './pages/start/start.tsx';
import { Unreachable } from './pages/unreachable.tsx';
import { Boundary } from './part/boundary.tsx';
import { createQueries, isSignedOut } from './queries.ts';
import { applyPreferences } from './shell/preference.ts';
import { Shell } from './shell/shell.tsx';

const queries = createQueries();

function App() {
  const cache = useQueryClient();
  const [location] = useLocation();
  const who = useQuery({ queryKey: ['who'], queryFn: client.who });
  if (who.isPending) return null;
  if (who.data === undefined && !isSignedOut(who.error)) return <Unreachable onRetry={() => void who.refetch()} />;
  if (who.data === undefined) return <SignIn onDone={(someone) => cache.setQueryData(['who'], someone)} />;
  return (
    <Shell who={who.data}>
      <Boundary place={location}>
        <Switch>
          <Route path="/" component={Executions} />
          <Route path="/start" component={Start} />
          <Route path="/approvals" component={Approvals} />
          <Route path="/schedules" component={Schedules} />
          <Route path="/schedules/:namespace/:name">
            {({ namespace, name }) => <SchedulePage key={name} id={decodeURIComponent(`${namespace}/${name}`)} />}
          </Route>
          <Route path="/agents" component={Agents} />
          <Route path="/agents/:name">{({ name }) => <AgentPage key={name} name={decodeURIComponent(name)} />}</Route>
          <Route path="/costs" component={Costs} />
          <Route path="/health" component={Health} />
          <Route path={/^\/settings(\/keys|\/audit)?$/}>{() => <Settings path={window.location.pathname} />}</Route>
          <Route path="/compare" component={Compare} />
          <Route path="/executions/:id">{({ id }) => <Execution key={id} id={decodeURIComponent(id)} />}</Route>
          <Route>
            <main>
              <h1>Nothing is here</h1>
              <Link href="/">All executions</Link>
            </main>
          </Route>
        </Switch>
      </Boundary>
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
