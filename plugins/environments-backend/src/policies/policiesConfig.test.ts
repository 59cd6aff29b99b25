import { ConfigReader } from '@backstage/config';
import { PolicyRules } from './policiesConfig';

describe('PolicyRules.fromConfig', () => {
  it('names the place of each fault, and what was expected there', () => {
    const policies = [
      { name: 'one', efect: 'deny', effect: 'denny', message: 'No.' },
      { name: 'two', effect: 'deny' },
    ];
    expect(() =>
      PolicyRules.fromConfig(new ConfigReader({ environments: { policies } })),
    ).toThrow(
      expect.objectContaining({
        message: [
          'environments.policies.0.effect: found the text "denny"; did you mean "deny"?; expected one of allow, deny, requireApproval, shortenLease, forceAddOn',
          'environments.policies.0.efect: there is no "efect" here; did you mean "effect"?; expected one of name, when, effect, message, by, count, maximum, addOn',
          'environments.policies.1.message: missing; expected text, from 1 to 1000 characters: What the developer reads',
        ].join('\n'),
      }),
    );
  });
});
