import { App } from 'cdk8s';
import { HttpsPart } from './charts';

const app = new App();
new HttpsPart(app, 'istio-task-https');
app.synth();
