/** What a chart shows. */
export interface BarChart {
  readonly title: string;
  /** Said to those who do not see it; the figures stand in the report as a table too. */
  readonly description: string;
  readonly unit: string;
  readonly bars: readonly {
    readonly label: string;
    readonly value: number;
    readonly low?: number;
    readonly high?: number;
  }[];
}

const width = 720;
const height = 320;
const edge = { left: 72, right: 16, top: 44, bottom: 44 };

/**
 * A bar chart as SVG (a file of its own, no scripts, no fonts from elsewhere): one series, from zero, with the ranges of
 * uncertain values as whiskers. Readable in light and dark, and without colour.
 */
export function barChart({ title, description, unit, bars }: BarChart): string {
  const values = bars.flatMap(({ value, low = value, high = value }) => [value, low, high]);
  const { from, until, step } = scale(Math.min(0, ...values), Math.max(0, ...values));
  const y = (value: number): number =>
    edge.top + ((until - value) / (until - from)) * (height - edge.top - edge.bottom);
  const slot = (width - edge.left - edge.right) / Math.max(1, bars.length);
  const lines: string[] = [];
  for (let value = from; value <= until + step / 2; value += step) {
    const at = round(y(value));
    lines.push(`<line x1="${edge.left}" x2="${width - edge.right}" y1="${at}" y2="${at}" class="grid"/>`);
    lines.push(`<text x="${edge.left - 8}" y="${at + 4}" text-anchor="end">${escaped(compact(value))}</text>`);
  }
  const shapes = bars.map(({ label, value, low, high }, index) => {
    const x = edge.left + slot * index;
    const middle = round(x + slot / 2);
    const top = round(Math.min(y(value), y(0)));
    const size = round(Math.abs(y(value) - y(0)));
    const whisker =
      low === undefined || high === undefined
        ? ''
        : `<path d="M${middle} ${round(y(low))}V${round(y(high))}" class="whisker"/>`;
    const isNamed = index % Math.ceil(bars.length / 12) === 0;
    const name = isNamed
      ? `<text x="${middle}" y="${height - edge.bottom + 18}" text-anchor="middle">${escaped(label)}</text>`
      : '';
    return `<rect x="${round(x + slot * 0.15)}" y="${top}" width="${round(slot * 0.7)}" height="${size}" class="${value < 0 ? 'below' : 'above'}"/>${whisker}${name}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escaped(title)}</title><desc id="d">${escaped(description)}</desc>`,
    `<style>${style}</style>`,
    `<text x="${edge.left}" y="22" class="title">${escaped(title)} (${escaped(unit)})</text>`,
    ...lines,
    ...shapes,
    `<line x1="${edge.left}" x2="${width - edge.right}" y1="${round(y(0))}" y2="${round(y(0))}" class="zero"/>`,
    '</svg>',
    '',
  ].join('\n');
}

const style = [
  'text{font:12px system-ui,sans-serif;fill:#57606a}.title{font-size:15px;font-weight:600;fill:#24292f}',
  '.grid{stroke:#d0d7de;stroke-width:.5}.zero{stroke:#57606a}.whisker{stroke:#24292f;stroke-width:2;fill:none}',
  '.above{fill:#2563a8}.below{fill:#fff;stroke:#b35900;stroke-width:2}',
  '@media (prefers-color-scheme:dark){text{fill:#9198a1}.title{fill:#f0f6fc}.grid{stroke:#3d444d}',
  '.zero,.whisker{stroke:#9198a1}.above{fill:#6cb0f5}.below{fill:#0d1117;stroke:#f0a04b}}',
].join('');

/** Round steps: 1, 2 or 5 times a power of ten, about five of them. */
function scale(least: number, most: number): { readonly from: number; readonly until: number; readonly step: number } {
  const rough = (most - least || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  return { from: Math.floor(least / step) * step, until: Math.ceil((most || step) / step) * step, step };
}

function compact(value: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => entities[mark] ?? '').replace(/\p{Cc}/gu, ' ');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const round = (value: number): number => Math.round(value * 10) / 10;
