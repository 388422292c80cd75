import { Component, type ReactNode } from 'react';
import { visible } from './value.tsx';

interface BoundaryProps {
  readonly children: ReactNode;
  /** Where people are: somewhere else it is tried anew. */
  readonly place: string;
}

interface BoundaryState {
  readonly failure: string | null;
  readonly place: string;
}

/** Keeps what goes wrong in drawing a page on that page: the rest stays, and says how to go on. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { failure: null, place: '' };

  static getDerivedStateFromProps({ place }: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return place === state.place ? null : { failure: null, place };
  }

  static getDerivedStateFromError(error: unknown): Pick<BoundaryState, 'failure'> {
    return { failure: error instanceof Error ? error.message : 'it does not say why' };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <main>
        <header className="page">
          <h1>This page could not be drawn</h1>
        </header>
        <p role="alert" className="problem">
          {visible(failure)}
        </p>
        <p className="facts">A newer version may have come meanwhile: loading the page again brings it.</p>
        <div className="orders">
          <button type="button" className="primary" onClick={() => window.location.reload()}>
            Load it again
          </button>
          <a className="button" href="/">
            All executions
          </a>
        </div>
      </main>
    );
  }
}
