import { EditorView } from '@codemirror/view';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../../__testUtils__/renderPage';

const ADDRESS =
  '/environments/templates/workbench?template=default/service-sandbox';
const BROKEN = 'kind: EnvironmentTemplate\nmetadata: {name: service-sandbox';

async function findEditor() {
  return screen.findByRole('textbox', { name: 'Template as YAML' });
}

/** As if somebody typed it; the editor reads keys only in a real browser. */
function type(editor: HTMLElement, text: string) {
  const view = EditorView.findFromDOM(editor)!;
  act(() =>
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: text },
      userEvent: 'input',
    }),
  );
}

function textOf(editor: HTMLElement): string {
  return EditorView.findFromDOM(editor)!.state.doc.toString();
}

describe('the workbench', () => {
  // The browser of these tests lays nothing out.
  beforeAll(() => {
    Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  });
  beforeEach(() => sessionStorage.clear());

  it('lists a problem with its place, goes there, and clears it', async () => {
    const api = new FakeEnvironmentsApi();
    renderPage(ADDRESS, api, 'ops');
    const editor = await findEditor();
    expect(textOf(editor)).toMatch(/name: service-sandbox/);
    const published = textOf(editor);
    expect(await screen.findByText('No problems')).toBeInTheDocument();
    expect(editor).toHaveAccessibleDescription(/press Escape, then Tab/);

    type(editor, BROKEN);
    const entry = await screen.findByRole('button', { name: /^Problem/ });
    expect(screen.getByText('One problem')).toBeInTheDocument();
    const [line, column] = /(\d+):(\d+)/
      .exec(entry.textContent ?? '')!
      .slice(1)
      .map(Number);
    expect(screen.getByText(/of the last text without problems/)).toBeVisible();
    const action = screen.getByRole('button', { name: 'Try it' });
    expect(action).toBeDisabled();
    expect(action).toHaveAccessibleDescription(
      'Put the problems right to try it.',
    );

    await userEvent.click(entry);
    expect(editor).toHaveFocus();
    const { state } = EditorView.findFromDOM(editor)!;
    const { head } = state.selection.main;
    expect(state.doc.lineAt(head).number).toBe(line);
    expect(head - state.doc.lineAt(head).from + 1).toBe(column);

    type(editor, published);
    await waitFor(() =>
      expect(
        screen.queryByRole('button', { name: /^Problem/ }),
      ).not.toBeInTheDocument(),
    );
    expect(screen.getByText('No problems')).toBeInTheDocument();
    expect(action).toBeEnabled();
    expect(action).not.toHaveAccessibleDescription();
  });

  it('keeps a draft over a reload until it is discarded', async () => {
    const api = new FakeEnvironmentsApi();
    sessionStorage.setItem(
      'sandlot.workbench:default/service-sandbox',
      'metadata: {name: service-sandbox} # mine',
    );
    renderPage(ADDRESS, api, 'ops');
    const editor = await findEditor();
    expect(textOf(editor)).toMatch(/# mine/);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Discard draft' }),
    );
    await waitFor(() => expect(textOf(editor)).not.toMatch(/# mine/));
    expect(sessionStorage).toHaveLength(0);
  });

  it('shows the form, what it makes, what changes and for whom', async () => {
    const api = new FakeEnvironmentsApi();
    const { template } = api.add({ name: 'alive', phase: 'Ready' });
    const check = jest.spyOn(api, 'checkWorkbench');
    renderPage(
      `/environments/templates/workbench?template=${
        template.ref.split(':')[1]
      }`,
      api,
      'ops',
    );
    await userEvent.type(
      await screen.findByRole('textbox', { name: /Notes/ }),
      'hi',
    );
    await userEvent.click(screen.getByRole('tab', { name: 'Objects' }));
    await userEvent.click(
      await screen.findByRole('button', { name: /^ResourceQuota/ }),
    );
    expect(
      await screen.findByRole('region', { name: /YAML of ResourceQuota/ }),
    ).toHaveTextContent('kind: ResourceQuota');
    await waitFor(() =>
      expect(check.mock.calls.at(-1)?.[0].parameters).toEqual(
        expect.objectContaining({ notes: 'hi', version: '18' }),
      ),
    );

    await userEvent.click(screen.getByRole('tab', { name: 'Changes' }));
    expect(
      await screen.findByRole('list', { name: 'Objects that change' }),
    ).toHaveTextContent('ChangedDeployment web');

    await userEvent.click(screen.getByRole('tab', { name: 'Impact' }));
    expect(
      within(
        await screen.findByRole('grid', { name: 'Live environments' }),
      ).getAllByRole('row')[1],
    ).toHaveTextContent(/alive.*1 added, 1 changed, 1 removed/);
  });

  it('says what is wrong with a choice in the words of the form', async () => {
    renderPage(
      '/environments/templates/workbench?template=default/database-sandbox',
      new FakeEnvironmentsApi(),
      'ops',
    );
    const storage = await screen.findByRole('textbox', { name: /Volume/ });
    await userEvent.clear(storage);
    await userEvent.type(storage, '60');
    await userEvent.tab();
    expect(await screen.findByText('Volume (GiB): at most 50')).toBeVisible();
  });

  it('repeats what the cluster says in a dry-run', async () => {
    const api = new FakeEnvironmentsApi();
    api.refusedKinds = ['Deployment'];
    renderPage(`${ADDRESS}&tab=dryRun`, api, 'ops');
    const run = await screen.findByRole('button', { name: 'Run dry-run' });
    await waitFor(() => expect(run).toBeEnabled());
    await userEvent.click(run);
    expect(
      await screen.findByText('Local cluster would refuse one object.'),
    ).toBeVisible();
    const rows = within(
      screen.getByRole('grid', { name: 'Answers of the cluster' }),
    ).getAllByRole('row');
    expect(rows[1]).toHaveTextContent(
      /Deployment.*Refused.*Deployment is invalidspec: Required value/,
    );
    expect(rows[2]).toHaveTextContent(/Namespace.*Accepted/);
  });

  it('makes an environment of a draft, for a tester too', async () => {
    const api = new FakeEnvironmentsApi();
    const send = jest.spyOn(api, 'createWorkbenchTry');
    renderPage(ADDRESS, api, 'developer');
    await findEditor();
    const action = await screen.findByRole('button', { name: 'Try it' });
    await waitFor(() => expect(action).toBeEnabled());
    await userEvent.click(action);
    const dialog = await screen.findByRole('dialog');
    const name = within(dialog).getByRole('textbox', { name: /Name/ });
    await userEvent.clear(name);
    await userEvent.type(name, 'draft-one');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Create environment' }),
    );
    expect(
      await screen.findByRole('heading', { name: 'draft-one' }),
    ).toBeVisible();
    expect(send.mock.calls[0][0]).toEqual(
      expect.objectContaining({
        name: 'draft-one',
        owner: 'group:default/team-harbor',
        cluster: 'local',
        parameters: { logLevel: 'info' },
      }),
    );
  });

  it('offers no try to those who may not, and says why it cannot check', async () => {
    const api = new FakeEnvironmentsApi();
    api.mayTry = false;
    api.break(
      'checkWorkbench',
      403,
      'NotAllowedError',
      'Only ops and testers.',
    );
    renderPage(ADDRESS, api, 'developer');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'It could not be checkedOnly ops and testers.',
    );
    api.mend('checkWorkbench');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No problems')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Try it' }),
    ).not.toBeInTheDocument();
  });
});
