import type { KubernetesObject } from '../../KubernetesObject';
import { parseTemplate } from '../parseTemplate';
import { renderTemplate } from '../render/renderTemplate';
import { deployment, testEntity, testInput } from '../testTemplate';
import { checkObjects } from './checkObjects';

function rendered(): KubernetesObject[] {
  return renderTemplate(parseTemplate(testEntity([deployment()])), testInput());
}

describe('checkObjects', () => {
  it('takes what was rendered, marks and all', () => {
    expect(checkObjects(rendered())).toEqual([]);
  });

  it('refuses what no template may make', () => {
    const objects = rendered();
    const index = objects.findIndex(({ kind }) => kind === 'Deployment');
    const changed = structuredClone(objects) as any[];
    changed[index].spec.template.spec.hostNetwork = true;
    expect(checkObjects(changed)).toMatchObject([
      { path: `/${index}/spec/template/spec/hostNetwork` },
    ]);
  });

  it('refuses to be without what every environment has', () => {
    expect(
      checkObjects(rendered().filter(({ kind }) => kind !== 'ResourceQuota')),
    ).toMatchObject([{ path: '', expected: 'a ResourceQuota with spec.hard' }]);
  });

  it('refuses a mark where the portal puts none', () => {
    const objects = rendered();
    const index = objects.findIndex(({ kind }) => kind === 'Deployment');
    const changed = structuredClone(objects) as any[];
    changed[index].spec.selector = {
      matchLabels: { 'sandlot.dev/environment': 'x' },
    };
    const paths = new Set(checkObjects(changed).map(({ path }) => path));
    expect([...paths]).toEqual([
      `/${index}/spec/selector/matchLabels/sandlot.dev~1environment`,
    ]);
  });
});
