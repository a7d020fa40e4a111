// Fixtures run beside each other: a test waits for its database, its hashes or its browser much of the time. The tests of one
// fixture run one after the other, so they may share what the fixture holds. A fixture that touches what the whole process
// shares, or that looks at the time something takes, says [NonParallelizable] and runs alone. Browsers do too: three at once need
// more than two cores, and pages that are late look like pages that are wrong.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
