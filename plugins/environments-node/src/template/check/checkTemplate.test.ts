import type { EnvironmentTemplateEntityV1alpha1 } from '@sandlot/plugin-environments-common';
import { testEntity, testEntityWith } from '../testTemplate';
import { checkTemplate } from './checkTemplate';

type Spec = Partial<EnvironmentTemplateEntityV1alpha1['spec']>;

const PARAMETERS = {
  type: 'object',
  properties: { size: { type: 'string', default: 'S' } },
};

function check(spec: Spec) {
  return checkTemplate(testEntityWith({ parameters: PARAMETERS, ...spec }));
}

function told(spec: Spec) {
  return check(spec).problems.map(({ path, message }) => `${path}: ${message}`);
}

describe('checkTemplate', () => {
  it('wants resources or modules', () => {
    expect(told({ resources: undefined })).toHaveLength(5);
  });

  it.each<[string, Spec, string[]]>([
    [
      'groups',
      {
        groups: [
          { title: 'A', parameters: ['size', 'sise'] },
          { title: 'B', parameters: ['size'] },
        ],
      },
      [
        '/spec/groups/0/parameters/1: there is no parameter "sise"',
        '/spec/groups/1/parameters/0: "size" stands in a group already, at /spec/groups/0/parameters/0',
      ],
    ],
    [
      'people',
      {
        access: {
          requesters: ['team-harbor', 'component:default/x'],
          testers: ['user:default/dana'],
        },
      },
      [
        '/spec/access/requesters/0: "team-harbor" names no user or group',
        '/spec/access/requesters/1: "component:default/x" names no user or group',
      ],
    ],
    [
      'lease',
      { lease: { default: '5w', maximum: '30d' } },
      ['/spec/lease/default: longer than the maximum, which is 30d'],
    ],
    [
      'approvals',
      { approvals: [{ by: 'leads', when: 'parameters.sise == "XL"' }] },
      [
        '/spec/approvals/0/by: "leads" names no user or group',
        '/spec/approvals/0/when: No such key: sise',
      ],
    ],
    [
      'a subject that is not picked from the catalog',
      { subject: 'size' },
      ['/spec/subject: "size" is no parameter that is picked from the catalog'],
    ],
    [
      'policies',
      {
        policies: [
          {
            name: 'a',
            effect: 'forceAddOn',
            addOn: 'redis',
            message: 'm',
            when: 'parameters.size',
          },
          { name: 'b', effect: 'shortenLease', message: 'm' },
          { name: 'b', effect: 'deny', message: 'm', by: 'group:default/x' },
        ],
      },
      [
        '/spec/policies/0/when: "parameters.size" is of type string',
        '/spec/policies/2/name: there is a "b" already, at /spec/policies/1',
        '/spec/policies/0/addOn: there is no add-on "redis"',
        '/spec/policies/1/maximum: missing: "shortenLease" needs it',
        '/spec/policies/2/by: "deny" has no use for it',
      ],
    ],
  ])('refuses %s', (_, spec, problems) => {
    expect(told(spec)).toEqual(problems);
  });

  it('takes leases and limits without a word', () => {
    expect(
      check({
        lease: { default: '7d', maximum: '1w' },
        limits: { perOwner: 3 },
      }),
    ).toMatchObject({ problems: [], warnings: [] });
  });

  it('never throws for what an entity says', () => {
    for (const spec of [undefined, null, 7, [], { resources: {} }]) {
      const entity = { ...testEntity(), spec } as any;
      expect(checkTemplate(entity).problems).not.toEqual([]);
    }
  });
});
