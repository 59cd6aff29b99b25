// Starts a local cluster on the folder that is its argument, and stays.
const { LocalCluster } = require('../index');

LocalCluster.start({ dataDir: process.argv[2] }).then(
  () => process.send('ready'),
  error => {
    process.send(error.message);
    process.exit(1);
  },
);
