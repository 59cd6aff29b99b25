import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../__testUtils__/renderPage';

describe('Mine', () => {
  it('offers the templates to somebody who has nothing yet', async () => {
    renderPage('/environments', new FakeEnvironmentsApi());

    expect(
      await screen.findByText(/You have no environment yet/),
    ).toBeInTheDocument();
    await userEvent.click(
      await screen.findByRole('link', { name: 'Use template Team sandbox' }),
    );
    expect(
      await screen.findByRole('heading', {
        name: 'New environment from Team sandbox',
      }),
    ).toBeInTheDocument();
  });
});
