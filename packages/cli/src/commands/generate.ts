import { ConflictError } from '@backstage/errors';
import { generateApiReports } from '../generate/apiReports';
import { checkGenerated, writeGenerated } from '../generate/generatedFiles';
import type { GeneratedFile } from '../generate/generatedFiles';
import { renderOpenApi } from '../generate/openApi';
import { renderTemplateReference } from '../generate/templateReference';
import { renderTemplateSchemas } from '../generate/templateSchemas';

/** What `./sandlot generate` can make. */
export type GenerateTarget =
  | 'openapi'
  | 'schemas'
  | 'template-reference'
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
