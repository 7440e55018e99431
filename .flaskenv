FLASK_APP=matchmaker.app:create_app
