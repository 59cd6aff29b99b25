import canonicalize from 'canonicalize';
import { ExportLine } from './AuditExport';

/**
 * One line of an export, as JSON with its newline. What is hashed stands in the line
 * of a record byte for byte, and its fields in one order, so that who verifies needs
 * to parse none of it.
 *
 * @public
 */
export function formatExportLine(line: ExportLine): string {
  if (line.type !== 'record') return `${JSON.stringify(line)}\n`;
  const { index, leaf, canonical, disclosures, proof } = line;
  const proven = proof ? `,"proof":${JSON.stringify(proof)}` : '';
  return (
    `{"type":"record","index":"${index}","leaf":"${leaf}",` +
    `"disclosures":${canonicalize(disclosures)}${proven},"record":${onOneLine(
      canonical,
    )}}\n`
  );
}

/** RFC 8785 knows no newlines: a record that has one was changed, and stays so with a space. */
function onOneLine(canonical: string): string {
  return canonical.replaceAll('\n', ' ');
}
