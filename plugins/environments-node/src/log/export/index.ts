export * from './AuditExport';
export * from './ExportVerdict';
export { formatExportLine } from './formatExportLine';
export { verifyExport } from './verifyExport';
export type { VerifyExportOptions } from './verifyExport';
