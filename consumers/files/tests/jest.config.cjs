module.exports = { testEnvironment: './sameNumbers.cjs', testMatch: ['**/jest.test.js'], transform: {} };
