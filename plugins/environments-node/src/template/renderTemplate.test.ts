import { parseTemplate } from './parseTemplate';
import { renderTemplate } from './renderTemplate';
import { configMap, testEntity, testInput } from './testTemplate';

describe('renderTemplate', () => {
  it('puts typed values into the tree', () => {
    const template = parseTemplate(
      testEntity(
        [
          configMap({
            text: 'size ${parameters.size}, ${parameters.replicas} times',
            literal: '$${parameters.size}',
            chosen: '${{"S": "1Gi", "M": "2Gi"}[parameters.size]}',
            replicas: '${string(parameters.replicas + 1)}',
            replicasNumber: '${parameters.replicas + 1}',
            namespace:
              '${environment.namespace}/${owner.name}/${template.name}',
          }),
        ],
        { size: { type: 'string' }, replicas: { type: 'integer' } },
      ),
    );

    const objects = renderTemplate(
      template,
      testInput({ size: 'M', replicas: 2 }),
    );

    expect(objects.map(object => object.kind)).toEqual([
      'Namespace',
      'ResourceQuota',
      'LimitRange',
      'NetworkPolicy',
      'ServiceAccount',
      'RoleBinding',
      'ConfigMap',
    ]);
    expect(objects[6].data).toEqual({
      text: 'size M, 2 times',
      literal: '${parameters.size}',
      chosen: '2Gi',
      replicas: '3',
      replicasNumber: 3,
      namespace: 'env-checkout-1/team-harbor/test',
    });
  });
});
