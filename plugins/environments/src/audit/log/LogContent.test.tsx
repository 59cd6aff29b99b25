import { auditManagePermission } from '@sandlot/plugin-environments-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../../__testUtils__/renderPage';

const PARKED = {
  id: 'siem',
  kind: 'http' as const,
  format: 'ocsf' as const,
  nextIndex: '7',
  behind: 12,
  state: 'parked' as const,
  problem: 'The sink answers 500.',
  parkedAt: '2026-11-22T12:00:00.000Z',
};

describe('How the log stands', () => {
  it('has keys, checkpoints, witnesses, coverage, sinks and archives', async () => {
    const api = new FakeEnvironmentsApi();
    api.auditLog.changes = {
      sinks: [PARKED],
      archives: [
        {
          month: '2026-01',
          fromIndex: '0',
          toIndex: '500',
          digest: `sha256:${'ab'.repeat(32)}`,
          place: '/archive/2026-01.ndjson',
          verifiedAt: '2026-08-01T00:00:00.000Z',
        },
      ],
    };
    renderPage('/audit/log', api, 'auditor');
    expect(
      await screen.findByRole('region', {
        name: 'Keys that the log signs with',
      }),
    ).toHaveTextContent(/^sandlot\.example\/log\+/);
    expect(
      await screen.findByRole('grid', { name: 'Checkpoints' }),
    ).toHaveTextContent('witness.example');
    expect(screen.getByRole('grid', { name: 'Witnesses' })).toHaveTextContent(
      'Up to date',
    );
    expect(
      screen.getByRole('grid', { name: 'Clusters compared with the log' }),
    ).toHaveTextContent('17 of 17');
    const sinks = screen.getByRole('grid', { name: 'Sent on to' });
    expect(sinks).toHaveTextContent('Next is 7; 12 records behind');
    expect(sinks).toHaveTextContent('The sink answers 500.');
    // An auditor changes nothing.
    expect(within(sinks).queryByRole('button')).not.toBeInTheDocument();
    expect(
      screen.getByRole('grid', { name: 'Archived months' }),
    ).toHaveTextContent('0 to 499');
  });

  it('gives out a checkpoint as it was signed, to be kept elsewhere', async () => {
    const api = new FakeEnvironmentsApi();
    const [{ note, size }] = (await api.listAuditCheckpoints()).items;
    // Of which the clipboard is a part.
    const user = userEvent.setup();
    const writeText = jest.spyOn(navigator.clipboard, 'writeText');
    renderPage('/audit/log', api, 'auditor');
    const table = await screen.findByRole('grid', { name: 'Checkpoints' });
    await user.click(within(table).getAllByRole('row')[1]);
    expect(
      await screen.findByRole('region', {
        name: `Checkpoint of ${size} records, as it was signed`,
      }),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Copy checkpoint' }));
    expect(writeText.mock.calls).toEqual([[note]]);
    const said = screen.getAllByRole('status').map(one => one.textContent);
    expect(said.filter(text => text === 'Copied')).toHaveLength(1);
  });

  it('names what is on a cluster and not in the log', async () => {
    const api = new FakeEnvironmentsApi();
    api.auditLog.changes = {
      coverage: [
        {
          cluster: 'local',
          checkedAt: '2026-11-22T12:00:00.000Z',
          namespaces: 3,
          covered: 2,
          findings: [
            {
              kind: 'foreign',
              namespace: 'sbx-by-hand',
              madeBy: 'kubectl-create',
              since: '2026-11-22T11:00:00.000Z',
            },
          ],
        },
      ],
    };
    renderPage('/audit/log', api, 'auditor');
    const findings = await screen.findByRole('grid', {
      name: 'What they do not agree about',
    });
    expect(findings).toHaveTextContent('Made past the portal');
    expect(findings).toHaveTextContent('by kubectl-create');
    expect(
      within(findings).getByRole('link', { name: 'sbx-by-hand' }),
    ).toHaveAttribute('href', '/audit?namespace=sbx-by-hand');
    expect(
      screen.getByRole('region', { name: 'How the log stands' }),
    ).toHaveTextContent('Not everything is in the log');
  });

  it(`lets a parked sink go on, for who has ${auditManagePermission.name}`, async () => {
    const api = new FakeEnvironmentsApi();
    api.auditLog.changes = { sinks: [PARKED] };
    renderPage('/audit/log', api, 'ops');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Resume siem' }),
    );
    const dialog = await screen.findByRole('dialog', { name: 'Resume siem?' });
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'It answers again',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Resume' }),
    );
    expect(await screen.findByText('Running')).toBeInTheDocument();
  });

  it('says why nothing is sealed', async () => {
    const api = new FakeEnvironmentsApi();
    api.auditLog.changes = {
      keys: [],
      problem: 'No signing key is configured.',
    };
    renderPage('/audit/log', api, 'auditor');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'No signing key is configured.',
    );
  });
});
