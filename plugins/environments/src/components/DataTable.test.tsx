import { renderInTestApp } from '@backstage/frontend-test-utils';
import { act, fireEvent, screen } from '@testing-library/react';
import { DataTable } from './DataTable';

/** As wide as a browser would say: jsdom lays nothing out. */
function layOut(widths: { scrollWidth: number; clientWidth: number }) {
  for (const [name, value] of Object.entries(widths)) {
    jest
      .spyOn(HTMLElement.prototype, name as 'scrollWidth', 'get')
      .mockReturnValue(value);
  }
}

async function show() {
  renderInTestApp(
    <DataTable
      label="Members"
      columns={[
        { id: 'person', label: 'Person', render: (one: string) => one },
      ]}
      items={['dana']}
      getId={one => one}
    />,
  );
  return screen.findByRole('grid', { name: 'Members' });
}
const region = () =>
  screen.queryByRole('region', { name: 'Members, scrolls sideways' });

describe('a table', () => {
  beforeAll(() => {
    // jsdom has neither, so that there is nothing to spy on.
    for (const name of ['scrollWidth', 'clientWidth']) {
      Object.defineProperty(HTMLElement.prototype, name, {
        configurable: true,
        get: () => 0,
      });
    }
  });
  afterEach(() => jest.restoreAllMocks());

  it('that is wider than the page says so, and on which side there is more of it', async () => {
    layOut({ scrollWidth: 900, clientWidth: 400 });
    await show();
    const scroller = region()!;
    expect(scroller).toHaveAttribute('tabindex', '0');
    const frame = scroller.parentElement;
    expect(frame).toHaveAttribute('data-after');
    expect(frame).not.toHaveAttribute('data-before');

    act(() => {
      scroller.scrollLeft = 200;
      fireEvent.scroll(scroller);
    });
    expect(frame).toHaveAttribute('data-before');
    expect(frame).toHaveAttribute('data-after');
    act(() => {
      scroller.scrollLeft = 500;
      fireEvent.scroll(scroller);
    });
    expect(frame).toHaveAttribute('data-before');
    expect(frame).not.toHaveAttribute('data-after');
    // It stays where it can be reached, whatever side is shown.
    expect(region()).toBe(scroller);
  });

  it('that fits is no stop for the keyboard', async () => {
    layOut({ scrollWidth: 400, clientWidth: 400 });
    const grid = await show();
    expect(region()).toBeNull();
    expect(grid.closest('[data-after]')).toBeNull();
  });
});
