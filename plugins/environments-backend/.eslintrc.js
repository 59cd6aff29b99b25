module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  testRules: {
    'jest/expect-expect': ['warn', { assertFunctionNames: ['expect*'] }],
  },
  overrides: [
    {
      // What tests share; nothing that ships imports it.
      files: ['src/testing/**', 'src/model/**'],
      rules: {
        '@backstage/no-undeclared-imports': 'off',
        'no-restricted-syntax': 'off',
      },
    },
  ],
});
