import { App } from 'cdk8s';
import { WholeTask } from './charts';

const app = new App();
new WholeTask(app, 'istio-task');
app.synth();
