import path from 'node:path';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  checkTemplate,
  readSource,
  revisionOf,
} from '@sandlot/plugin-environments-node';
import type {
  KubernetesObject,
  SourceProblem,
} from '@sandlot/plugin-environments-node';
import type { Problem } from '@sandlot/plugin-environments-common';
import fs from 'fs-extra';
import { stringify } from 'yaml';
import { EXIT } from '../template/exitCodes';
import { formatFindings } from '../template/lint/formatText';
import { toFinding } from '../template/lint/toFinding';
import { parseParameterOptions } from '../template/render/parseParameterOptions';
import { renderRequest } from '../template/render/renderRequest';
import { decodeText, NOT_UTF8 } from '../template/sources/decodeText';
import { readSet } from '../template/sources/readSet';
import type {
  LoadedDocument,
  TemplateSet,
} from '../template/sources/TemplateSet';
import type { TemplateIo } from '../template/TemplateIo';

/** Options of `template render`. */
export interface RenderOptions {
  modules?: string[];
  /** Name of the template. */
  template?: string;
  /** Each `key=value`. */
  parameter?: string[];
  /** Path of a file. */
  parameters?: string;
  addOn?: string[];
  /** `false` switches on none. */
  addOns?: boolean;
  /** Path of a file. */
  manifests?: string;
  owner?: string;
  name?: string;
  cluster?: string;
  output?: 'yaml' | 'json';
}

/**
 * `./sandlot template render`
 *
 * @returns the exit code
 */
export async function templateRender(
  source: string,
  options: RenderOptions,
  io: TemplateIo,
): Promise<number> {
  const { set, extra } = await readSet([source], options.modules, io.cwd);
  const loaded = choose(set, source, options.template);
  const { template, problems } = checkTemplate(loaded.entity, {
    modules: set.moduleFinder(extra),
  });
  if (!template) {
    const findings = problems.map(one => toFinding(loaded, one, 'error'));
    io.err(`${formatFindings(findings).join('\n')}\n`);
    return EXIT.found;
  }
  const { objects, problems: refused } = renderRequest(template, {
    parameters: {
      ...(await readParameters(options.parameters, io.cwd)),
      ...parseParameterOptions(
        options.parameter ?? [],
        template.spec.parameters,
      ),
    },
    addOns: options.addOns === false ? [] : options.addOn,
    manifests: await readText(options.manifests, io.cwd),
    owner: options.owner,
    name: options.name,
    cluster: options.cluster,
    revision: revisionOf(template),
  });
  if (refused.length > 0) {
    io.err(refused.map(one => sayRefusal(one, options.manifests)).join(''));
    return EXIT.found;
  }
  io.out(options.output === 'json' ? toJson(objects) : toYaml(objects));
  return EXIT.fine;
}

/** Faults of the developer's own manifests have a place in their file. */
function sayRefusal(
  { path: place, message, expected, line, column }: Problem,
  manifests: string | undefined,
): string {
  const wanted = expected ? ` (expected ${expected})` : '';
  const where =
    manifests !== undefined &&
    line !== undefined &&
    /^\/manifests\b/.test(place)
      ? `${manifests}:${line}:${column ?? 1}: `
      : '';
  return `${where}${place || '/'}: ${message}${wanted}\n`;
}

function choose(
  { templates, problems }: TemplateSet,
  source: string,
  name: string | undefined,
): LoadedDocument {
  const meant = templates.filter(
    ({ entity }) => name === undefined || entity.metadata?.name === name,
  );
  if (meant.length === 1) {
    return meant[0];
  }
  const [unread] = problems;
  if (unread) {
    const { file, problem } = unread;
    throw new InputError(sayPlace(file.path, problem));
  }
  const names = templates.map(({ entity }) => entity.metadata?.name).join(', ');
  if (names && meant.length === 0) {
    throw new InputError(
      `There is no template "${name}" in ${source}, but: ${names}`,
    );
  }
  throw new InputError(
    names
      ? `Which template of ${source} is meant? Say --template with one of: ${names}`
      : `There is no template in ${source}.`,
  );
}

function sayPlace(
  file: string,
  { line, column, message, expected }: SourceProblem,
): string {
  const wanted = expected ? ` (expected ${expected})` : '';
  return `${file}:${line}:${column}: ${message}${wanted}`;
}

async function readParameters(
  file: string | undefined,
  cwd: string,
): Promise<JsonObject> {
  const text = await readText(file, cwd);
  if (text === undefined) {
    return {};
  }
  const { documents, problems } = readSource(text);
  if (problems.length > 0) {
    throw new InputError(sayPlace(file!, problems[0]));
  }
  if (documents.length > 1) {
    throw new InputError(`${file} holds more than one document.`);
  }
  return (documents[0]?.entity ?? {}) as unknown as JsonObject;
}

async function readText(
  file: string | undefined,
  cwd: string,
): Promise<string | undefined> {
  if (file === undefined) {
    return undefined;
  }
  const absolute = path.resolve(cwd, file);
  const stats = await fs.stat(absolute).catch(() => undefined);
  if (!stats || stats.isDirectory()) {
    throw new InputError(
      stats ? `"${file}" is a folder, no file.` : `There is no file "${file}".`,
    );
  }
  const { text, isUtf8 } = decodeText(await fs.readFile(absolute));
  if (!isUtf8) {
    const { message, expected } = NOT_UTF8;
    throw new InputError(`${file}: ${message} (expected ${expected})`);
  }
  return text;
}

function toYaml(objects: KubernetesObject[]): string {
  return objects
    .map(object =>
      stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 }),
    )
    .join('---\n');
}

/** As a List, which kubectl takes. */
function toJson(items: KubernetesObject[]): string {
  const list = { apiVersion: 'v1', kind: 'List', items };
  return `${JSON.stringify(list, undefined, 2)}\n`;
}
