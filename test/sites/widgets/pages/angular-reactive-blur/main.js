import { mount } from '../../shared/angular.js';
import { FormControl, Validators } from '@angular/forms';

mount({
  widget: '<input id="code" type="text" [formControl]="code" />',
  code: new FormControl('', {
    validators: [Validators.required, Validators.pattern(/^\d{6}$/)],
    updateOn: 'blur',
  }),
});
