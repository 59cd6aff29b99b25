import { formatPointer } from './pointer';

it.each([
  ['', ''],
  ['/spec/replicas', 'spec.replicas'],
  ['/spec/containers/0/image', 'spec.containers[0].image'],
  [
    '/metadata/labels/app.kubernetes.io~1name',
    'metadata.labels["app.kubernetes.io/name"]',
  ],
  [
    '/spec/containers[name=web]/ports[containerPort=80,protocol=TCP]',
    'spec.containers[name=web].ports[containerPort=80,protocol=TCP]',
  ],
  ['/a~0b', '["a~b"]'],
])('%s reads as %s', (pointer, text) => {
  expect(formatPointer(pointer)).toBe(text);
});
