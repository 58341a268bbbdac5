"""Training and measuring language models: corpora, new names in known sentences, joint training, export, figures."""
