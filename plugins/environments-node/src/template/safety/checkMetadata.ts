import type { Problem } from '@sandlot/plugin-environments-common';
import { LABEL_BACKSTAGE_ID, LABEL_MANAGED_BY } from '../../labels';
import { pointer } from '../pointer';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';
import { checkAnnotations } from './checkAnnotations';
import { isOpen } from './CheckScope';
import type { CheckScope } from './CheckScope';

/** DNS-1123 subdomain of at most 63 characters: valid for every admitted kind. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/;
/** A Service's name becomes a DNS label. */
const SERVICE_NAME = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

const ACCOUNT_KINDS = ['ServiceAccount', 'RoleBinding'];
/** Tokens may be made for these, and whose they are is told by the name alone. */
const PERSONS_ACCOUNT = /^sandlot-(owner|viewer|elevated)-/;

const KNOWN_FIELDS = ['name', 'labels', 'annotations'];
const REASONS: Readonly<Record<string, string>> = {
  namespace: 'Sandlot puts every object into the namespace of the environment',
  generateName: 'objects are found again by their name',
  ownerReferences: "would tie the object's life to another one",
  finalizers: 'would keep the environment from being deleted',
};

const RESERVED_PREFIXES = ['sandlot.dev/', 'pod-security.kubernetes.io/'];
const RESERVED_KEYS = [LABEL_MANAGED_BY, LABEL_BACKSTAGE_ID];

/** Name, and that nothing is claimed which Sandlot alone sets. */
export function checkMetadata(
  object: PlainObject,
  scope: CheckScope,
): Problem[] {
  const path = pointer(scope.path, 'metadata');
  const { metadata } = object;
  if (!isPlainObject(metadata)) {
    return [{ path, message: 'missing', expected: 'an object with a name' }];
  }
  const unknown = Object.keys(metadata).filter(
    key =>
      !KNOWN_FIELDS.includes(key) &&
      !(
        key === 'namespace' &&
        scope.namespace !== undefined &&
        scope.namespace === metadata.namespace
      ),
  );
  const { labels, annotations } = metadata;
  const labelled = { labels, annotations };
  return [
    ...unknown.map(key => ({
      path: pointer(path, key),
      message: REASONS[key] ?? 'not for a template to set',
      expected: `one of ${KNOWN_FIELDS.join(', ')}`,
    })),
    ...checkName(object.kind, metadata.name, path, scope),
    // A ConfigMap's data is text: nothing in it is metadata.
    ...checkInner(
      { ...object, metadata: labelled, data: undefined },
      scope.path,
    ),
    ...checkAnnotations(object, scope.path),
  ];
}

function checkName(
  kind: unknown,
  name: unknown,
  path: string,
  scope: CheckScope,
): Problem[] {
  if (isOpen(scope, name)) {
    return [];
  }
  if (
    typeof name === 'string' &&
    ACCOUNT_KINDS.includes(String(kind)) &&
    PERSONS_ACCOUNT.test(name)
  ) {
    return [
      {
        path: pointer(path, 'name'),
        message: `"${name}" is a name as Sandlot gives it to the account of a person`,
        expected:
          'a name that does not begin as sandlot-owner-, sandlot-viewer- or sandlot-elevated-',
      },
    ];
  }
  const pattern = kind === 'Service' ? SERVICE_NAME : NAME;
  return typeof name === 'string' && pattern.test(name)
    ? []
    : [
        {
          path: pointer(path, 'name'),
          message: `"${name}" is no name for a ${kind}`,
          expected:
            'at most 63 lower case letters, digits and hyphens, a letter or digit at both ends',
        },
      ];
}

/**
 * Labels by which Sandlot finds and protects objects, anywhere in the tree; and
 * the same for the metadata of what an object makes in turn, such as pods.
 */
function checkInner(root: unknown, path: string): Problem[] {
  const problems: Problem[] = [];
  // Hardly any object has a fault: a pointer is only made where there is one.
  const keys: PropertyKey[] = [];
  visit(root);
  return problems;

  function visit(value: unknown): void {
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        keys.push(index);
        visit(item);
        keys.pop();
      });
    } else if (isPlainObject(value)) {
      for (const key of Object.keys(value)) {
        keys.push(key);
        visitField(key, value[key]);
        keys.pop();
      }
    }
  }

  function visitField(key: string, value: unknown): void {
    if (isReserved(key)) {
      report([], `only Sandlot sets "${key}"; leave it out`);
      return;
    }
    if (key === 'metadata' && isPlainObject(value)) {
      Object.keys(value)
        .filter(field => Object.hasOwn(REASONS, field))
        .forEach(field => report([field], REASONS[field]));
    }
    visit(value);
  }

  function report(fields: string[], message: string): void {
    problems.push({ path: pointer(path, ...keys, ...fields), message });
  }
}

function isReserved(key: string): boolean {
  return (
    RESERVED_KEYS.includes(key) ||
    RESERVED_PREFIXES.some(prefix => key.startsWith(prefix))
  );
}
