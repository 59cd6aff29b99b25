import { ConflictError } from '@backstage/errors';
import { generateApiReports } from '../generate/apiReports';
import { renderAuditEvents } from '../generate/auditEvents';
import { checkGenerated, writeGenerated } from '../generate/generatedFiles';
import type { GeneratedFile } from '../generate/generatedFiles';
import { renderLifecycle } from '../generate/lifecycle';
import { renderMetrics } from '../generate/metrics';
import { renderOpenApi } from '../generate/openApi';
import { renderPermissions } from '../generate/permissions';
import { renderRbac } from '../generate/rbac';
import { renderTemplateReference } from '../generate/templateReference';
import { renderTemplateSchemas } from '../generate/templateSchemas';

/** What `./sandlot generate` can make. */
export type GenerateTarget =
  | 'openapi'
  | 'schemas'
  | 'template-reference'
  | 'lifecycle'
  | 'metrics'
  | 'audit-events'
  | 'permissions'
  | 'rbac'
  | 'api-reports';

/** How to make it. */
export interface GenerateOptions {
  /** Writes nothing. */
  check?: boolean;
  /** Compiles the types first, which API reports are made from; true unless given. */
  tsc?: boolean;
}

/**
 * Makes the files that are generated from others.
 *
 * @throws ConflictError with `check`, when a committed file is not what would be generated now.
 */
export async function generate(
  target: GenerateTarget | undefined,
  options: GenerateOptions,
): Promise<void> {
  if (!target || target === 'openapi') {
    await generateFiles('openapi', 'OpenAPI', await renderOpenApi(), options);
  }
  if (!target || target === 'schemas') {
    await generateFiles('schemas', 'Schemas', renderTemplateSchemas(), options);
  }
  if (!target || target === 'template-reference') {
    const files = renderTemplateReference();
    await generateFiles(
      'template-reference',
      'Template reference',
      files,
      options,
    );
  }
  if (!target || target === 'lifecycle') {
    await generateFiles(
      'lifecycle',
      'Lifecycle',
      await renderLifecycle(),
      options,
    );
  }
  if (!target || target === 'metrics') {
    await generateFiles('metrics', 'Metrics', await renderMetrics(), options);
  }
  if (!target || target === 'audit-events') {
    await generateFiles(
      'audit-events',
      'Audit events',
      await renderAuditEvents(),
      options,
    );
  }
  if (!target || target === 'permissions') {
    await generateFiles(
      'permissions',
      'Permissions',
      await renderPermissions(),
      options,
    );
  }
  if (!target || target === 'rbac') {
    await generateFiles('rbac', 'RBAC', await renderRbac(), options);
  }
  if (!target || target === 'api-reports') {
    await generateApiReports(options);
  }
}

async function generateFiles(
  target: GenerateTarget,
  title: string,
  files: GeneratedFile[],
  options: GenerateOptions,
): Promise<void> {
  if (!options.check) {
    const written = await writeGenerated(files);
    console.log(
      written.length === 0
        ? `${title}: up to date`
        : `${title}: wrote ${written.join(', ')}`,
    );
    return;
  }
  const stale = await checkGenerated(files);
  if (stale.length > 0) {
    throw new ConflictError(
      `Not what its source generates: ${stale.join(', ')}. ` +
        `Run \`./sandlot generate ${target}\` and commit the result.`,
    );
  }
  console.log(`${title}: up to date`);
}
