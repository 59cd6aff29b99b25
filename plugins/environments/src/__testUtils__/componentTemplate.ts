import { TemplateDetail } from '@sandlot/plugin-environments-common';

/**
 * A template with all that a form can have: groups, a conditional parameter,
 * pickers, add-ons, own manifests, checks and a lease.
 */
export const COMPONENT_TEMPLATE: TemplateDetail = {
  ref: 'environmenttemplate:default/component-sandbox',
  namespace: 'default',
  name: 'component-sandbox',
  title: 'Component sandbox',
  description: 'One of your components, with what it needs.',
  owner: 'group:default/platform-ops',
  tags: ['sandbox', 'component'],
  revision: `sha256:${'c0'.repeat(32)}`,
  state: 'published',
  parameters: {
    type: 'object',
    required: ['component'],
    properties: {
      component: {
        title: 'Component',
        type: 'string',
        ui: { picker: 'catalog', filter: { kind: ['Component'] } },
      },
      size: {
        title: 'Size',
        type: 'string',
        default: 'S',
        oneOf: [
          { const: 'S', title: 'Small' },
          { const: 'L', title: 'Large' },
        ],
        ui: { widget: 'radio' },
      },
      replicas: {
        title: 'Replicas',
        type: 'integer',
        default: 1,
        ui: { when: 'parameters.size != "S"' },
      },
      peer: {
        title: 'Peer cluster',
        type: 'string',
        ui: { picker: 'cluster' },
      },
      notes: {
        title: 'Notes',
        type: 'string',
        ui: {
          widget: 'textarea',
          placeholder: 'What is it for?',
          help: 'Everybody in your team reads this.',
        },
      },
    },
  },
  groups: [
    {
      title: 'Sizing',
      description: 'What it may use.',
      parameters: ['size', 'replicas'],
    },
    { title: 'Around it', parameters: ['peer', 'notes'] },
  ],
  hidden: ['replicas'],
  addOns: [
    {
      name: 'redis',
      title: 'Redis',
      description: 'A cache beside it, without a volume.',
      default: false,
    },
    {
      name: 'mirror',
      title: 'Mirror',
      description: 'A second copy of it; for large ones.',
      default: false,
    },
  ],
  ownManifests: { kinds: ['ConfigMap', 'Service'], maximum: 2 },
  checks: [
    { name: 'web-answers', message: 'The web server has no replica yet.' },
  ],
  lease: { default: '7d', maximum: '30d' },
};

/** Add-ons that are only on offer for some choices, in the words of `ui.when`. */
export const ADD_ON_CONDITIONS: Record<string, string> = {
  mirror: 'parameters.size != "S"',
};
