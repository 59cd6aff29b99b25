import { PortalSample } from './PortalSide';
import { RawSample } from './RawSide';
import { quantile, ratio } from './quantiles';

const QUANTILES = [0.1, 0.5, 0.9, 0.99];

/** A table for people, and nothing in it that was not measured in this run. */
export function formatReport(portal: PortalSample[], raw: RawSample[]): string {
  const portalTotals = portal.map(({ total }) => total);
  const rawTotals = raw.map(({ total }) => total);
  const rows: [string, number[]][] = [
    ['Portal: request to Ready', portalTotals],
    ['Raw: the same calls, and the same looks until Ready', rawTotals],
    ['Raw: the writes alone', raw.map(({ writes }) => writes)],
  ];
  const width = Math.max(...rows.map(([title]) => title.length));
  const ratios = portal.map(({ total }, index) => total / raw[index].total);
  return [
    `${portal.length} environments a side, in turns. Milliseconds.`,
    '',
    `${''.padEnd(width)}${QUANTILES.map(q => `p${q * 100}`.padStart(8)).join(
      '',
    )}`,
    ...rows.map(
      ([title, values]) =>
        `${title.padEnd(width)}${QUANTILES.map(q =>
          quantile(values, q).toFixed(0).padStart(8),
        ).join('')}`,
    ),
    '',
    `Ratio portal / raw: ${ratio(
      portalTotals,
      rawTotals,
      0.5,
    )} (p50, aim: 1.5), ` +
      `${ratio(portalTotals, rawTotals, 0.99)} (p99, aim: 2)`,
    `Ratio of each pair: ${quantile(ratios, 0.1).toFixed(2)} to ${quantile(
      ratios,
      0.9,
    ).toFixed(2)} (p10 to p90)`,
    '',
    'Where the portal’s time goes (p50)',
    ...parts(portal),
  ].join('\n');
}

function parts(samples: PortalSample[]): string[] {
  const titles = samples[0].parts.map(([title]) => title);
  const width = Math.max(...titles.map(title => title.length));
  return titles.map((title, index) => {
    const values = samples.map(sample => sample.parts[index][1]);
    return `  ${title.padEnd(width)}${quantile(values, 0.5)
      .toFixed(0)
      .padStart(8)}`;
  });
}
