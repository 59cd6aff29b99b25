import type { JsonObject } from '@backstage/types';
import { told, use } from './testUses';

describe('checkTemplate, values for modules', () => {
  it.each<[string, JsonObject | undefined, string]>([
    [
      'one that the module lacks',
      { size: 'S', sise: 'S' },
      '/sise: the module has no such parameter',
    ],
    [
      'none where one is required',
      undefined,
      '/size: missing: the module requires "size"',
    ],
    [
      'a literal of another type',
      { size: 'S', pods: '3' },
      '/pods: it is not a whole number',
    ],
    [
      'a literal out of range',
      { size: 'S', pods: 0 },
      '/pods: it is less than 1',
    ],
    [
      'a literal that is no choice',
      { size: 'XL' },
      '/size: it is none of the choices',
    ],
    [
      'a text for a number',
      { size: 'S', pods: '${parameters.size}' },
      "/pods: comes out as string, and the module's parameter is of type integer",
    ],
    [
      'a fraction for a whole number',
      { size: 'S', pods: '${parameters.ratio}' },
      "/pods: comes out as double, and the module's parameter is of type integer",
    ],
    [
      'a number for a text',
      { size: '${parameters.replicas}' },
      "/size: comes out as int, and the module's parameter is of type string",
    ],
    [
      'a text around a number',
      { size: 'S', pods: '${parameters.replicas}0' },
      "/pods: comes out as string, and the module's parameter is of type integer",
    ],
    [
      'a text for true',
      { size: 'S', strict: '${parameters.size}' },
      "/strict: comes out as string, and the module's parameter is of type boolean",
    ],
    [
      'a text for a list',
      { size: 'S', hosts: '${parameters.size}' },
      "/hosts: comes out as string, and the module's parameter is of type array",
    ],
    [
      'an unknown name',
      { size: '${parameters.sise}' },
      '/size: No such key: sise',
    ],
    [
      'what may be absent',
      { size: '${parameters.note}' },
      '/size: parameters.note may be absent: it is not required and has no default',
    ],
  ])('refuses with: %s', (_, values, problem) => {
    expect(told(use(values))).toEqual([`/spec/modules/0/with${problem}`]);
  });

  it('admits values that fit, computed or not', () => {
    expect(
      told(
        use({
          size: '${parameters.size == "XL" ? "M" : parameters.size}',
          pods: '${parameters.replicas * 2}',
          weight: '${parameters.replicas}',
          strict: '${!parameters.debug}',
          hosts: ['a', '${parameters.size}'],
        }),
      ),
    ).toEqual([]);
    expect(told(use({ size: 'S', weight: '${parameters.ratio}' }))).toEqual([]);
  });
});
