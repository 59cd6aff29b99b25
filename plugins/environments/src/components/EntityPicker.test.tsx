import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EntityPicker } from './EntityPicker';

interface Asked {
  term: string;
  answer(...names: string[]): void;
}

/** A catalog that answers when the test says so, in any order. */
function slowCatalog() {
  const asked: Asked[] = [];
  return {
    asked,
    api: {
      queryEntities: ({ fullTextFilter }: any) =>
        new Promise(resolve =>
          asked.push({
            term: fullTextFilter?.term ?? '',
            answer: (...names) =>
              resolve({
                items: names.map(name => ({
                  kind: 'User',
                  metadata: { namespace: 'default', name },
                })),
              }),
          }),
        ),
    },
  };
}

function show() {
  const { asked, api } = slowCatalog();
  const onChange = jest.fn();
  renderInTestApp(
    <EntityPicker
      label="Person"
      filter={{ kind: ['User'] }}
      value={undefined}
      onChange={onChange}
    />,
    { apis: [[catalogApiRef, api as never]] },
  );
  const find = async (term: string) =>
    waitFor(() => {
      const found = asked.find(one => one.term === term);
      expect(found).toBeDefined();
      return found!;
    });
  return { find, onChange };
}

describe('EntityPicker', () => {
  it('offers what fits the last text, in whatever order the answers come', async () => {
    const { find, onChange } = show();
    (await find('')).answer('dana', 'milo');
    const input = await screen.findByRole('combobox', { name: /Person/ });
    await userEvent.type(input, 'm');
    const first = await find('m');
    await userEvent.type(input, 'o');
    const second = await find('mo');
    await act(async () => second.answer('moa'));
    await screen.findByRole('option', { name: /moa/ });
    await act(async () => first.answer('milo', 'max'));
    expect(
      screen.getAllByRole('option').map(({ textContent }) => textContent),
    ).toEqual([expect.stringContaining('moa')]);
    await userEvent.click(screen.getByRole('option', { name: /moa/ }));
    expect(onChange).toHaveBeenLastCalledWith('user:default/moa');
  });

  it('keeps what was chosen, whatever is answered after that', async () => {
    const { find, onChange } = show();
    (await find('')).answer('dana', 'milo');
    const input = await screen.findByRole('combobox', { name: /Person/ });
    await userEvent.type(input, 'mi');
    const late = await find('mi');
    await userEvent.click(await screen.findByRole('option', { name: /milo/ }));
    await act(async () => late.answer('mia'));
    expect(input).toHaveValue('milo');
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(onChange).toHaveBeenLastCalledWith('user:default/milo');
  });
});
