import { ConflictError } from '@backstage/errors';
import { generateApiReports } from '../generate/apiReports';
import { checkGenerated, writeGenerated } from '../generate/generatedFiles';
import { renderOpenApi } from '../generate/openApi';

/** What `./sandlot generate` can make. */
export type GenerateTarget = 'openapi' | 'api-reports';

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
    await generateOpenApi(options);
  }
  if (!target || target === 'api-reports') {
    await generateApiReports(options);
  }
}

async function generateOpenApi(options: GenerateOptions): Promise<void> {
  const files = await renderOpenApi();
  if (!options.check) {
    const written = await writeGenerated(files);
    console.log(
      written.length === 0
        ? 'OpenAPI: up to date'
        : `OpenAPI: wrote ${written.join(', ')}`,
    );
    return;
  }
  const stale = await checkGenerated(files);
  if (stale.length > 0) {
    throw new ConflictError(
      `Not what the contract generates: ${stale.join(', ')}. ` +
        'Run `./sandlot generate openapi` and commit the result.',
    );
  }
  console.log('OpenAPI: up to date');
}
