import type { JsonObject } from '@backstage/types';
import type { EnvironmentTemplateEntityV1alpha1 } from '@sandlot/plugin-environments-common';
import { configMap, findIn, testEntityWith, testModule } from '../testTemplate';
import { checkTemplate } from './checkTemplate';

export type Spec = Partial<EnvironmentTemplateEntityV1alpha1['spec']>;

export const PARAMETERS: JsonObject = {
  type: 'object',
  required: ['size', 'replicas'],
  properties: {
    size: { type: 'string', enum: ['S', 'M', 'XL'] },
    replicas: { type: 'integer' },
    ratio: { type: 'number', default: 1 },
    debug: { type: 'boolean', default: false },
    note: { type: 'string' },
  },
};

export const QUOTA = testModule('quota', {
  parameters: {
    type: 'object',
    required: ['size'],
    properties: {
      size: { type: 'string', enum: ['S', 'M'] },
      pods: { type: 'integer', default: 10, minimum: 1 },
      weight: { type: 'number', default: 1 },
      strict: { type: 'boolean', default: true },
      hosts: { type: 'array', items: { type: 'string' }, default: [] },
    },
  },
  resources: [
    configMap(
      { size: '${parameters.size}', pods: '${string(parameters.pods)}' },
      { name: 'quota-${parameters.size.lowerAscii()}' },
    ),
  ],
});

/** Checks a template that may name {@link QUOTA}. */
export function check(spec: Spec, ...modules: ReturnType<typeof testModule>[]) {
  return checkTemplate(testEntityWith({ parameters: PARAMETERS, ...spec }), {
    modules: findIn(QUOTA, ...modules),
  });
}

export function told(spec: Spec, ...modules: ReturnType<typeof testModule>[]) {
  return check(spec, ...modules).problems.map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

export function use(values: JsonObject | undefined, when?: string): Spec {
  return {
    modules: [
      {
        module: 'quota',
        ...(values && { with: values }),
        ...(when !== undefined && { when }),
      },
    ],
  };
}
