import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Plugins come lazily, and the first page waits for its compilation.
configure({ asyncUtilTimeout: 30_000 });
jest.setTimeout(90_000);
