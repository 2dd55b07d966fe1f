import { App } from 'cdk8s';
import { EgressChart } from './charts';

const app = new App();
new EgressChart(app);
app.synth();
