import { formatPointer } from './pointer';

it.each([
  ['', ''],
  ['/spec/replicas', 'spec.replicas'],
  ['/spec/containers/0/image', 'spec.containers[0].image'],
  [
    '/metadata/labels/app.kubernetes.io~1name',
    'metadata.labels["app.kubernetes.io/name"]',
  ],
  ['/a~0b', '["a~b"]'],
])('%s reads as %s', (pointer, text) => {
  expect(formatPointer(pointer)).toBe(text);
});
