/** Lines on a grid of 16: drawn here, so that nothing is loaded for them. */
const paths = {
  executions: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  start: 'M5 3.2v9.6L12.8 8z',
  approvals: 'M8 1.8l5 2v3.7c0 3.2-2.1 5.4-5 6.7-2.9-1.3-5-3.5-5-6.7V3.8zM5.8 7.8l1.6 1.6 2.9-3',
  schedules: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 4.8V8l2.2 1.6',
  agents: 'M3.2 6.2h9.6v6.6H3.2zM8 6.2V3.4M6 9.2v.9M10 9.2v.9M1.5 8.4v2.2M14.5 8.4v2.2M7.4 2.8h1.2',
  costs: 'M2.5 13.2V9.4M6.2 13.2V5.6M9.8 13.2V7.8M13.5 13.2V2.8',
  health: 'M1.6 8.4h3l1.8-4.6 3 8.4 1.8-3.8h3.2',
  audit: 'M4 1.8h5.2L12.4 5v9.2H4zM9 2v3.2h3.2M6 8.2h4.4M6 10.8h4.4',
  settings: 'M2.5 4.6h6M12 4.6h1.5M2.5 11.4H4M7.5 11.4h6M10.2 2.9v3.4M5.8 9.7v3.4',
  search: 'M7 2.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 0 0 0-9.2zM10.4 10.4l3.4 3.4',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  close: 'M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4',
  compare: 'M2.5 3h4.2v10H2.5zM9.3 3h4.2v10H9.3z',
} as const;

export type IconName = keyof typeof paths;

/** A small picture beside a word that says the same. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width={16} height={16} aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
