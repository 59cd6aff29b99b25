import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { Words } from './Words';

describe('Words', () => {
  it('names people and groups, and leaves the rest as it is', async () => {
    renderInTestApp(
      <p>
        <Words>
          It is held by user:default/dana.b until 2027. Ask group:harbor/ops.
          Not user:nobody
        </Words>
      </p>,
      { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
    );
    expect(await screen.findByRole('link', { name: 'dana.b' })).toHaveAttribute(
      'href',
      '/catalog/default/user/dana.b',
    );
    expect(screen.getByRole('paragraph')).toHaveTextContent(
      'It is held by dana.b until 2027. Ask harbor/ops. Not user:nobody',
    );
  });
});
