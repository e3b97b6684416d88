/** Ends a jest run with one plain line, which tools read that do not know jest. */
module.exports = class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = results;
    // a suite that does not even load has no tests to fail
    const failed = Math.max(numFailedTests, numFailedTestSuites);
    console.log(`jest: ${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`);
  }
};
