import { entityName } from './entityName';

it.each([
  ['user:default/dana', 'dana'],
  ['group:partners/team-harbor', 'partners/team-harbor'],
  ['plugin:environments', 'plugin:environments'],
  ['', ''],
])('calls %s by the name %s', (ref, name) => {
  expect(entityName(ref)).toBe(name);
});
