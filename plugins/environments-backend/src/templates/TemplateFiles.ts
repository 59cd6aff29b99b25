import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import { LoggerService, UrlReaderService } from '@backstage/backend-plugin-api';
import {
  DEFAULT_NAMESPACE,
  Entity,
  parseLocationRef,
} from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import { Problem } from '@sandlot/plugin-environments-common';
import { SourceDocument, readSource } from '@sandlot/plugin-environments-node';
import { canonicalBytes } from '../audit/canonical';
import { CheckedDelivery } from './checkDelivery';
import { readLocationOf } from './Delivery';

/** Where content comes from, as far as that can be found out. */
export interface Provenance {
  commit?: string;
  author?: string;
}

const ANNOTATION_COMMIT = 'sandlot.dev/commit';
const ANNOTATION_AUTHOR = 'sandlot.dev/author';
const COMMIT = /(?:^|\/)([0-9a-f]{40})(?:\/|$)/;
const LARGEST_FILE = 2 * 1024 * 1024;
const LONGEST_NAME = 200;
const TIMEOUT_MILLISECONDS = 5_000;

const run = promisify(execFile);

/**
 * Looks at the files that the catalog reads templates from: for the lines of
 * faults and for the commit. That is help for people and no more, so what is
 * not found is left out.
 */
export class TemplateFiles {
  readonly #urlReader: UrlReaderService;
  readonly #logger: LoggerService;

  constructor(options: { urlReader: UrlReaderService; logger: LoggerService }) {
    this.#urlReader = options.urlReader;
    this.#logger = options.logger;
  }

  /** The faults with their lines, where the file is still what was delivered. */
  async locate(
    entity: Entity,
    problems: CheckedDelivery['problems'],
  ): Promise<Problem[]> {
    if (problems.length === 0) return [];
    const file = locationOf(entity)?.target;
    const places = await this.#attempt(async () => {
      const document = await this.#findDocument(entity);
      return problems.map(({ path, offset }) =>
        document && file && path
          ? { file, ...document.locate(path, offset) }
          : {},
      );
    });
    return problems.map(({ offset, ...problem }, index) => ({
      ...problem,
      ...places?.[index],
    }));
  }

  async provenanceOf(entity: Entity): Promise<Provenance> {
    const { annotations = {} } = entity.metadata;
    const location = locationOf(entity);
    const said = {
      commit: annotations[ANNOTATION_COMMIT],
      author: annotations[ANNOTATION_AUTHOR]?.slice(0, LONGEST_NAME),
    };
    if (/^[0-9a-f]{7,64}$/.test(said.commit ?? '')) return said;
    if (location?.type === 'url') {
      return { commit: COMMIT.exec(location.target)?.[1], author: said.author };
    }
    return location?.type === 'file'
      ? (await this.#attempt(() => lastCommitOf(location.target))) ?? {}
      : {};
  }

  async #findDocument(entity: Entity): Promise<SourceDocument | undefined> {
    const text = await this.#read(entity);
    return readSource(text ?? '').documents.find(document =>
      isSource(document.entity, entity),
    );
  }

  async #read(entity: Entity): Promise<string | undefined> {
    const location = locationOf(entity);
    if (location?.type === 'file') {
      const { size } = await stat(location.target);
      return size > LARGEST_FILE
        ? undefined
        : readFile(location.target, 'utf8');
    }
    if (location?.type !== 'url') return undefined;
    const { buffer } = await this.#urlReader.readUrl(location.target, {
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    const bytes = await buffer();
    return bytes.length > LARGEST_FILE ? undefined : bytes.toString('utf8');
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#logger.debug(
        `Nothing was found out about a template's file: ${stringifyError(
          error,
        )}`,
      );
      return undefined;
    }
  }
}

function locationOf(entity: Entity) {
  const location = readLocationOf(entity);
  try {
    return location === undefined ? undefined : parseLocationRef(location);
  } catch {
    return undefined;
  }
}

/** A line of another state of the file would mislead. */
function isSource(source: Entity, { kind, metadata, spec }: Entity): boolean {
  return (
    source.kind === kind &&
    source.metadata?.name === metadata.name &&
    (source.metadata.namespace ?? DEFAULT_NAMESPACE) ===
      (metadata.namespace ?? DEFAULT_NAMESPACE) &&
    canonicalBytes({ spec: source.spec }).equals(canonicalBytes({ spec }))
  );
}

/** Nothing for a file that was changed since: its content has no commit. */
async function lastCommitOf(file: string): Promise<Provenance | undefined> {
  const options = { cwd: dirname(file), timeout: TIMEOUT_MILLISECONDS };
  const name = `./${basename(file)}`;
  const { stdout: changes } = await run(
    'git',
    ['status', '--porcelain', '--', name],
    options,
  );
  if (changes.trim() !== '') return undefined;
  const { stdout } = await run(
    'git',
    ['log', '-1', '--format=%H%n%an', '--', name],
    options,
  );
  const [commit, author] = stdout.trim().split('\n');
  return commit
    ? { commit, author: author?.slice(0, LONGEST_NAME) }
    : undefined;
}
