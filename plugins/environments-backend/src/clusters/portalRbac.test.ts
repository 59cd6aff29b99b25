import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TEMPLATE_KINDS } from '@sandlot/plugin-environments-node';
import { parseAllDocuments } from 'yaml';
import { NAMESPACED_KINDS, resourceOf } from './objectPath';
import { portalRights } from './portalRights';
import { WORKLOAD_KINDS } from './workloads';

const FILE = resolve(__dirname, '../../../../deploy/portal-rbac.yaml');

interface Rule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

/** The file itself; `accessMatrix.test.ts` shows what a real API server makes of it. */
describe('deploy/portal-rbac.yaml', () => {
  const objects = parseAllDocuments(readFileSync(FILE, 'utf8')).map(document =>
    document.toJS(),
  );
  const rules: Rule[] = objects.flatMap(({ rules: own = [] }) => own);

  it('is the list of what the portal does, and nothing else', () => {
    expect(rules).toEqual(
      portalRights.map(({ group, resources, verbs, names }) => ({
        apiGroups: [group],
        resources,
        ...(names && { resourceNames: names }),
        verbs,
      })),
    );
    expect(objects.map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
      ['Namespace', 'sandlot-system'],
      ['Namespace', 'sandlot-workbench'],
      ['ServiceAccount', 'sandlot-portal'],
      ['ClusterRole', 'sandlot-portal'],
      ['ClusterRoleBinding', 'sandlot-portal'],
    ]);
  });

  it('has no wildcard, no escalate, no impersonate and no Secrets, and binds by name', () => {
    expect(rules.length).toBeGreaterThan(5);
    for (const rule of rules) {
      const { apiGroups, resources, verbs, resourceNames } = rule;
      expect([...apiGroups, ...resources, ...verbs].join()).not.toContain('*');
      for (const verb of ['escalate', 'impersonate', 'deletecollection']) {
        expect(verbs).not.toContain(verb);
      }
      expect(resources.join()).not.toMatch(/secrets|^roles|nodes|exec|proxy/);
      expect(Object.keys(rule).join()).not.toContain('nonResource');
      expect(resourceNames).toEqual(
        verbs.includes('bind')
          ? ['sandlot-owner', 'sandlot-viewer', 'sandlot-elevated']
          : undefined,
      );
    }
  });

  function verbsFor({
    apiVersion,
    kind,
  }: {
    apiVersion: string;
    kind: string;
  }): string[] {
    const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
    const resource = resourceOf(apiVersion, kind);
    return rules
      .filter(
        rule =>
          rule.apiGroups.includes(group) && rule.resources.includes(resource),
      )
      .flatMap(({ verbs }) => verbs);
  }

  it.each([...TEMPLATE_KINDS])('lets templates hold a $kind', kind => {
    expect(verbsFor(kind)).toEqual(
      expect.arrayContaining(['get', 'list', 'create', 'patch', 'delete']),
    );
  });

  it('lets the portal look at what it handles, and give workloads another size', () => {
    for (const kind of NAMESPACED_KINDS) {
      expect(verbsFor(kind)).toContain('list');
    }
    for (const kind of WORKLOAD_KINDS) {
      expect(verbsFor(kind)).toContain('patch');
    }
  });
});
