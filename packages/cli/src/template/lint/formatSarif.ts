import type { Finding } from './Finding';
import { RULES } from './rules';
import type { RuleId } from './rules';

const RULE_IDS = Object.keys(RULES) as RuleId[];

/**
 * SARIF 2.1.0, as services for code review take it: rules by id, levels, and
 * places relative to the folder that the command ran in.
 */
export function formatSarif(findings: Finding[]): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'sandlot template lint',
            rules: RULE_IDS.map(id => ({
              id,
              shortDescription: { text: RULES[id] },
              defaultConfiguration: { level: 'error' },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          SRCROOT: { description: { text: 'The folder it ran in.' } },
        },
        results: findings.map(toResult),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function toResult(finding: Finding) {
  const { rule, level, file, line, column, path, message, expected } = finding;
  return {
    ruleId: rule,
    ruleIndex: RULE_IDS.indexOf(rule),
    level,
    message: { text: expected ? `${message} (expected ${expected})` : message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: {
            uri: file.split('/').map(encodeURIComponent).join('/'),
            uriBaseId: 'SRCROOT',
          },
          region: { startLine: line, startColumn: column },
        },
        ...(path && { logicalLocations: [{ fullyQualifiedName: path }] }),
      },
    ],
  };
}
