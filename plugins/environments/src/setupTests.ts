import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// The pages come lazily, and the first one waits for its compilation.
configure({ asyncUtilTimeout: 30_000 });
jest.setTimeout(90_000);
